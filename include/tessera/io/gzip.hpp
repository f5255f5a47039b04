// SPDX-License-Identifier: BSL-1.0
#pragma once
// A gzip stream, unpacked as it is read. Each member's checksum and length are verified (RFC 1952;
// zlib's inflate with 16 added to the window bits does it), and nothing but another member may
// follow one.

#include <zlib.h>

#include <limits>

#include <tessera/io/source.hpp>

namespace tessera::inline TESSERA_ISA {

/// The two bytes that begin every gzip member.
inline bool looks_like_gzip(std::span<std::byte const> bytes) {
  return bytes.size() >= 2 && bytes[0] == std::byte{0x1f} && bytes[1] == std::byte{0x8b};
}

/// What the members of a gzip file unpack to, one after the other.
/// Throws: data_error, its offset in the compressed file, where the stream is not gzip, is cut
/// short, does not match its checksum or length, or is followed by something else.
/// Cost: one pass; 64 KiB twice and zlib's window in memory.
class gzip_source final : public byte_source {
public:
  explicit gzip_source(std::unique_ptr<byte_source> packed)
      : byte_source(packed->path(), counted_in::unpacked_data), packed_(std::move(packed)) {
    if (inflateInit2(&stream_, MAX_WBITS + 16) != Z_OK) throw std::bad_alloc();
  }
  ~gzip_source() override { inflateEnd(&stream_); }

private:
  std::size_t pull(std::byte* to, std::size_t n) override {
    auto const room = static_cast<uInt>(std::min<std::size_t>(n, std::numeric_limits<uInt>::max()));
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = room;
    while (stream_.avail_out == room) {
      if (between_members_ && started_ && packed_->window().empty()) break;
      if (between_members_) begin_member();
      inflate_some();
    }
    return room - stream_.avail_out;
  }

  void begin_member() {
    if (started_ && packed_->window().front() != std::byte{0x1f})
      refuse("the end of the file or another gzip member", "other bytes after the gzip data");
    inflateReset(&stream_);
    between_members_ = false;
    started_ = true;
  }

  void inflate_some() {
    auto const in = packed_->window();
    if (in.empty()) refuse("more of the gzip data", "the end of the file");
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(in.data()));
    stream_.avail_in = static_cast<uInt>(in.size());
    int const status = inflate(&stream_, Z_NO_FLUSH);
    packed_->skip(in.size() - stream_.avail_in);
    if (status == Z_MEM_ERROR) throw std::bad_alloc();
    if (status == Z_STREAM_END)
      between_members_ = true;
    else if (status != Z_OK)
      refuse("intact gzip data", stream_.msg ? stream_.msg : "damage");
  }

  [[noreturn, gnu::cold]] void refuse(char const* expected, char const* found) const {
    throw data_error(packed_->path(), counted_in::compressed_file, packed_->offset(), expected,
                     found);
  }

  std::unique_ptr<byte_source> packed_;
  z_stream stream_{};
  bool between_members_ = true, started_ = false;
};

/// A source that unpacks where it sees gzip's first two bytes, and hands on what it reads
/// elsewhere.
inline std::unique_ptr<byte_source> unpacked_source(std::unique_ptr<byte_source> source) {
  if (looks_like_gzip(source->window())) return std::make_unique<gzip_source>(std::move(source));
  return source;
}

/// The content of a file, unpacked where it is gzip. Throws: data_error where it cannot be read.
inline std::unique_ptr<byte_source> open_source(std::filesystem::path const& path) {
  return unpacked_source(std::make_unique<file_source>(path));
}

}  // namespace tessera::inline TESSERA_ISA
