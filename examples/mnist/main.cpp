// SPDX-License-Identifier: BSL-1.0
// The main job: MNIST from a pickle, five digits, their product with random weights, and how fast
// it is by the textbook's loop, by dot products and by tiles. Retells "Matrix multiplication from
// foundations" of fast.ai's course (2022, part 2); see --help.

#include <cstdio>
#include <iostream>

#include <tessera/io/mnist.hpp>
#include <tessera/tessera.hpp>

#include "agree.hpp"
#include "download.hpp"
#include "draw.hpp"
#include "ladder.hpp"
#include "options.hpp"
#include "print.hpp"
#include "weights.hpp"

using namespace tessera;
using namespace mnist;

namespace {

/// The file to read. Says which it is.
std::filesystem::path data_file(options const& o) {
  if (!o.data && !o.url) {
    std::cout << "data: the extract of MNIST that comes with tessera\n\n";
    return MNIST_EXTRACT;
  }
  std::filesystem::path const file = o.data ? std::filesystem::path(*o.data) : cached_file();
  if (o.url) download_once(*o.url, file);
  std::cout << "data: " << file.string() << "\n\n";
  return file;
}

int run(options const& o) {
  terminal const out = standard_output();
  ink const how = o.ascii ? ink::ascii : out.best;
  bool const ascii = how == ink::ascii;

  auto const [train, valid, test] = load_mnist(data_file(o));
  auto const shapes = [](char const* set, image_set const& s) {
    std::cout << "x_" << set << ' ' << shape_text(s.images) << "  y_" << set << ' '
              << shape_text(s.labels) << '\n';
  };
  shapes("train", train), shapes("valid", valid), shapes("test ", test);
  if (valid.images.rows() < 5) throw std::runtime_error("the validation set has no five images");

  auto const m1 = block(valid.images, 0, 0, 5, side * side);
  std::cout << '\n' << draw(m1, how, out.columns) << "\nlabels:";
  for (index_t i = 0; i < 5; ++i) std::cout << ' ' << valid.labels(i, 0);

  matrix<float> const m2 = torch_randn(side * side, 10, 1);
  auto const C = eval<naive>(m1 * m2);
  std::cout << "\n\n" << tensor_text(C) << "\n\n";

  bool const same_bits = eval<tiled>(m1 * m2) == C;
  auto const dots = apart(m1, m2, C, eval<dot_inner>(m1 * m2));
  std::cout << agreement_text(same_bits, dots) << '\n';

  print_ladder(m1, m2, ascii);
  return same_bits && dots.within ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) try {
  options const o = parse({argv + 1, argv + argc});
  int const status = o.help ? (std::cout << help_text, 0) : run(o);
  if (!std::cout.flush()) throw std::runtime_error("the output cannot be written");
  return status;
} catch (usage_error const& e) {
  std::cerr << "mnist: " << e.what() << "; see --help\n";
  return 2;
} catch (std::exception const& e) {
  std::cerr << "mnist: " << e.what() << '\n';
  return 1;
}
