// SPDX-License-Identifier: BSL-1.0
#pragma once
// Python's pickles, protocols 0 to 5, as far as they are data: numbers, strings, containers and
// NumPy arrays. Nothing in a file is executed: the only globals known are the ten that arrays and
// bytes are made of.

#include <tessera/io/gzip.hpp>
#include <tessera/io/pickle/step.hpp>

namespace tessera::inline TESSERA_ISA {

/// A pickle that has been read, to the last byte of its file.
class pickle_document {
public:
  /// Throws: data_error where the source does not hold exactly one pickle of data within the
  /// limits; std::bad_alloc where memory ends before the limits do.
  /// Cost: time and memory linear in the source's length, whatever it holds; no recursion.
  explicit pickle_document(byte_source& in, pickle_limits limits = {}) : origin_(in.origin()) {
    unpickle::machine machine(in, limits);
    root_ = machine.run();
    nodes_ = machine.take_nodes();
    in.expect_end("the pickle");
  }

  pickle_document(pickle_document const&) = delete;  // values point into it
  pickle_document& operator=(pickle_document const&) = delete;

  pickle_value root() const& { return {root_, &origin_}; }
  pickle_value root() const&& = delete;  // it would outlive its document

private:
  data_origin origin_;
  std::deque<pickle_node> nodes_;
  pickle_node const* root_;
};

/// The pickle in a file, plain or packed by gzip.
/// Throws: as pickle_document, and where it cannot be read.
inline pickle_document load_pickle(std::filesystem::path const& path, pickle_limits limits = {}) {
  return pickle_document(*open_source(path), limits);
}

}  // namespace tessera::inline TESSERA_ISA
