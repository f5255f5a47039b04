// SPDX-License-Identifier: BSL-1.0
#pragma once
// All of tessera but the readers of files (tessera/io/) and explain() (tessera/explain/explain.hpp,
// 0.1 s more). Bottom up, so that where a compiler names the files that led to a line of the
// library, there are two of them.

#include <tessera/core/hana.hpp>
#include <tessera/shape/conformable.hpp>
#include <tessera/storage/matrix.hpp>
#include <tessera/expr/nodes.hpp>
#include <tessera/expr/views.hpp>
#include <tessera/expr/operators.hpp>
#include <tessera/expr/functions.hpp>
#include <tessera/expr/reductions.hpp>
#include <tessera/expr/generators.hpp>
#include <tessera/expr/foreign.hpp>
#include <tessera/policy/policy.hpp>
#include <tessera/eval.hpp>
#include <tessera/print.hpp>
#include <tessera/statements.hpp>
#include <tessera/explain/plan.hpp>
