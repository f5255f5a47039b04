// SPDX-License-Identifier: BSL-1.0
#pragma once
// A formula as text: what is written, and how tightly it binds, so that parentheses stand where
// they are needed and nowhere else; and lines that fit on a page.

#include <string>
#include <string_view>
#include <vector>

#include <tessera/core/config.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

/// From loose to tight.
enum class binding { logical, compared, sum, product, sign, whole };

/// A node of a formula. Its text is made when it is asked for, since a rule may replace a part.
struct item {
  enum class form { name, call, infix, prefix, bracket };
  form kind = form::name;
  std::string head;  // a name, an operator, what stands before the parenthesis
  binding tightness = binding::whole;
  std::vector<item> parts{};
  std::string tail{};   // behind the last argument of a call: `, 2, 3`
  bool number = false;  // is its value one number?

  std::string text() const {
    switch (kind) {
      case form::name:
        return head;
      case form::bracket:
        return '[' + parts[0].text() + ']';
      case form::prefix:
        return head + inside(parts[0], binding::sign);
      case form::infix:
        return operands();
      default:
        break;
    }
    std::string all = head + '(';
    for (std::size_t i = 0; i < parts.size(); ++i) all += (i ? ", " : "") + parts[i].text();
    return all + tail + ')';
  }

  /// Its text where something that binds like `outer` stands around it.
  static std::string inside(item const& part, binding outer) {
    return part.tightness < outer ? '(' + part.text() + ')' : part.text();
  }

private:
  std::string operands() const {
    std::string all = inside(parts[0], tightness);
    for (std::size_t i = 1; i < parts.size(); ++i) {
      // What binds alike is grouped from the left.
      bool const alike = parts[i].tightness == tightness;
      all += ' ' + head + ' ' + (alike ? '(' + parts[i].text() + ')' : inside(parts[i], tightness));
    }
    return all;
  }
};

inline item named(std::string name) {
  return {item::form::name, std::move(name)};
}
inline item call_of(std::string f, std::vector<item> parts, std::string tail = {}) {
  return {item::form::call, std::move(f), binding::whole, std::move(parts), std::move(tail), false};
}
inline item infix_of(std::string op, binding tightness, std::vector<item> parts) {
  return {item::form::infix, std::move(op), tightness, std::move(parts)};
}
inline item prefix_of(std::string op, item part) {
  return {item::form::prefix, std::move(op), binding::sign, {std::move(part)}};
}
/// One nest.
inline item bracketed(item part) {
  return {item::form::bracket, "", binding::whole, {std::move(part)}};
}
inline item unbracketed(item x) {
  if (x.kind != item::form::bracket) return x;
  return item(x.parts[0]);
}

// --- lines

inline constexpr std::size_t page_width = 80;

/// Where to break a line that is too long: behind a blank with as few open parentheses as can be,
/// as far to the right as can be. 0: nowhere.
inline std::size_t break_of(std::string_view line, std::size_t indent) {
  std::size_t best = 0;
  int depth = 0, least = 1000;
  for (std::size_t i = 0; i < line.size() && i <= page_width; ++i) {
    char const c = line[i];
    if (c == '(' || c == '[') ++depth;
    if (c == ')' || c == ']') --depth;
    bool const usable = c == ' ' && i > indent && i > page_width / 4;
    if (usable && depth <= least && line[i - 1] != ' ') least = depth, best = i;
  }
  return best;
}

/// text as lines of at most 80 columns; those that continue stand four columns, or as many as
/// `hang` says, to the right.
inline std::string wrapped(std::string const& text, std::size_t hang = 4) {
  std::string all;
  std::string rest = text;
  std::size_t indent = rest.find_first_not_of(' ');
  if (indent == rest.npos) return "\n";
  std::string const margin(indent + hang, ' ');
  while (rest.size() > page_width) {
    std::size_t const at = break_of(rest, indent);
    if (at == 0) break;
    all += rest.substr(0, at) + '\n';
    rest = margin + rest.substr(rest.find_first_not_of(' ', at));
    indent = margin.size();
  }
  return all + rest + '\n';
}

/// text, then blanks up to a width.
inline std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}
inline std::string padded_left(std::string const& text, std::size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

}  // namespace tessera::inline TESSERA_ISA::explaining
