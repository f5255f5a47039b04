// SPDX-License-Identifier: BSL-1.0
// Everything has been tested when this is linked.

int main() {}
