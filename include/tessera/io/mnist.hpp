// SPDX-License-Identifier: BSL-1.0
#pragma once
// MNIST, the handwritten digits: the three sets of the well-known `mnist.pkl.gz`, and through
// idx.hpp the files of the original distribution.

#include <optional>

#include <tessera/io/idx.hpp>
#include <tessera/io/pickle.hpp>

namespace tessera::inline TESSERA_ISA {

/// In `mnist.pkl.gz` they are 50,000, 10,000 and 10,000 images.
struct mnist_sets {
  image_set training, validation, test;
};

/// The two arrays of one set, still as the file holds them.
struct packed_image_set {
  std::optional<ndarray> images, labels;

  explicit packed_image_set(pickle_value set) {
    require_items(set, 2, "images and labels");
    images = set[0].array();
    labels = set[1].array();
  }

  static void require_items(pickle_value v, std::size_t n, std::string const& what) {
    bool const sequence = v.kind() == pickle_kind::tuple || v.kind() == pickle_kind::list;
    if (!sequence || v.size() != n)
      v.origin().fail(in_words("a tuple of ", what),
                      sequence ? in_words(v.size(), " items") : name_of(v.kind()));
  }

  /// The set as matrices. The file's bytes are let go one array at a time.
  image_set unpack() {
    image_set set;
    set.labels = image_labels(*labels);  // first, since they are small
    require_equally_many(*images, *labels);
    labels.reset();
    set.images = image_rows(*images);
    images.reset();
    return set;
  }
};

/// The three sets of a pickle like `mnist.pkl.gz`: a tuple of three tuples of images (n, 784) and
/// labels (n,), in either order of storage and of bytes, written by any Python and NumPy. Pixels
/// are float32, float64 (rounded to float32) or uint8 (divided by 255), labels int64 or uint8. Each
/// set holds at least one image.
/// Throws: data_error where the source is not such a pickle, or holds more than one.
/// Cost: the unpacked file and one set of results in memory at the same time.
inline mnist_sets read_mnist(byte_source& in) {
  std::optional<packed_image_set> packed[3];
  {
    pickle_document const document(in);
    auto const root = document.root();
    packed_image_set::require_items(root, 3, "training, validation and test set");
    for (std::size_t i = 0; i < 3; ++i) packed[i].emplace(root[i]);
  }
  return {packed[0]->unpack(), packed[1]->unpack(), packed[2]->unpack()};
}

/// The three sets in a file, plain or packed by gzip.
/// Throws: as read_mnist, and where the file cannot be read.
inline mnist_sets load_mnist(std::filesystem::path const& path) {
  return read_mnist(*open_source(path));
}

}  // namespace tessera::inline TESSERA_ISA
