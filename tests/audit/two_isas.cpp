// SPDX-License-Identifier: BSL-1.0
// Linked from translation units that are compiled for different instruction sets; each has to keep its own
// functions. A shared one would be taken from whichever unit the linker saw first.

bool right_in_baseline();
bool right_in_v3();

int main() {
  __builtin_cpu_init();
  // The architecture level as a name came later than the compilers in use: its parts that tessera asks for.
  bool const has_v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
  return right_in_baseline() && (!has_v3 || right_in_v3()) && right_in_baseline() ? 0 : 1;
}
