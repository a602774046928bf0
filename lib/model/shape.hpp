#pragma once
#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/span.hpp"
#include "base/tree.hpp"

/// The shape of a model type as data. Each struct names its fields once, in a table; the decoder, the plan's
/// filters, the view and the template checker all read that table.
namespace vitac {

struct Shape;

/// One row of a struct's table.
struct Field {
  std::string_view name, doc;
  Shape const& (*shape)();         ///< a function, since structs may name each other (a section has parts)
  void* (*in)(void*);              ///< the member, in a record being filled
  void const* (*of)(void const*);  ///< the member of a finished record
  bool is_required = false;
  std::string_view fallback = {};  ///< the choice that stands where none is given

  constexpr Field required() const {
    auto field = *this;
    field.is_required = true;
    return field;
  }
  constexpr Field otherwise(std::string_view choice) const {
    auto field = *this;
    field.fallback = choice;
    return field;
  }
};

/// A name -> value mapping whose keys are the user's own, in order of writing.
template <class T>
struct Dictionary {
  struct Item {
    std::string key;
    Span key_at;
    T value;
  };
  std::vector<Item> items;

  T const* find(std::string_view key) const {
    for (auto const& item : items)
      if (item.key == key) return &item.value;
    return nullptr;
  }
};

/// How a leaf is written, for those who write records and for programs that check them without us.
struct Form {
  std::string_view written;  ///< in words, with examples
  std::string_view schema;   ///< as JSON Schema; a superset where it cannot say all that `read` asks for
};

struct Shape {
  enum Kind { leaf, choice, optional, list, dictionary, record };

  Kind kind = leaf;
  std::string_view name = {};                      ///< "date", "publications entry": how messages call it
  std::span<Field const> fields = {};              ///< record
  std::string_view scalar_field = {};              ///< record: the field that a bare text stands for
  std::string_view list_field = {};                ///< record: the field that a bare list stands for
  std::span<std::string_view const> any_of = {};   ///< record: at least one of these must be there
  std::span<std::string_view const> choices = {};  ///< choice
  Shape const* item = nullptr;                     ///< optional, list, dictionary
  std::size_t item_bytes = 0;                      ///< list, dictionary: what an item takes in memory
  Form form = {};                                  ///< leaf

  bool (*read)(Tree const&, void*, Diagnostics&) = nullptr;   ///< leaf: fills it or says why not
  void (*choose)(void*, std::size_t choice, Span) = nullptr;  ///< choice
  std::size_t (*chosen)(void const*) = nullptr;               ///< choice
  Span (*place)(void const*) = nullptr;                       ///< leaf, choice: where it was written
  void (*set_place)(void*, Span) = nullptr;                   ///< record that keeps its place
  void (*check)(void const*, Span, Diagnostics&) = nullptr;   ///< record: what no single field can say
  std::vector<std::string_view> (*split)(std::string_view) = nullptr;  ///< list: items of one pasted text

  void* (*grow)(void*) = nullptr;                               ///< optional: engage; list: append
  void (*drop)(void*) = nullptr;                                ///< optional, list: take back what grew last
  void* (*put)(void*, std::string key, Span) = nullptr;         ///< dictionary: append under a key
  std::size_t (*size)(void const*) = nullptr;                   ///< optional (0 or 1), list, dictionary
  void const* (*at)(void const*, std::size_t) = nullptr;        ///< optional, list, dictionary
  std::string_view (*key)(void const*, std::size_t) = nullptr;  ///< dictionary

  /// The row of a record's table; null when there is none.
  Field const* find(std::string_view field) const {
    for (auto const& row : fields)
      if (row.name == field) return &row;
    return nullptr;
  }
};

/// A struct describes itself by `fields` (and, where it shares rows with others by a base, `shared`); a leaf
/// reads itself from a tree; a choice lists its names.
template <class T>
concept Record = requires {
  T::fields;
};
template <class T>
concept Choice = requires {
  T::names;
};
template <class T>
concept Leaf = !Record<T> && !Choice<T> && requires(Tree const& tree, T& leaf, Diagnostics& problems) {
  { T::read(tree, leaf, problems) } -> std::same_as<bool>;
  { leaf.at } -> std::convertible_to<Span>;
  { T::kind_name } -> std::convertible_to<std::string_view>;
  { T::form } -> std::convertible_to<Form>;
};

template <class T>
Shape const& shape();

/// Tables end to end.
template <std::size_t... Sizes>
constexpr auto joined(std::array<Field, Sizes> const&... tables) {
  std::array<Field, (Sizes + ...)> all{};
  std::size_t next = 0;
  auto append = [&](auto const& table) {
    for (auto const& row : table) all[next++] = row;
  };
  (append(tables), ...);
  return all;
}

namespace detail {

template <class>
struct MemberOf;
template <class C, class M>
struct MemberOf<M C::*> {
  using Owner = C;
  using Type = M;
};

struct Filler {
  template <class T>
  operator T() const;
};

template <class T, class... Given>
constexpr std::size_t count_members(Given... given) {
  if constexpr (requires { T{given..., Filler{}}; })
    return count_members<T>(given..., Filler{});
  else
    return sizeof...(given);
}

/// How many members a struct keeps for itself, beside those of its table (its place, what resolving adds).
template <class T>
constexpr std::size_t unlisted() {
  if constexpr (requires { T::unlisted; })
    return T::unlisted;
  else
    return 0;
}

template <class T>
struct Describe {
  static Shape run() {
    static_assert(Record<T> || Choice<T> || Leaf<T>, "a model type is a record, a choice or a leaf");
    Shape shape;
    shape.name = T::kind_name;
    if constexpr (Record<T>) {
      shape.kind = Shape::record;
      if constexpr (requires { T::template shared<T>; }) {
        static constexpr auto all = joined(T::fields, T::template shared<T>);
        shape.fields = all;
        static_assert(count_members<T>() == T::fields.size() + 1, "members without a row, or rows too many");
      } else {
        shape.fields = T::fields;
        static_assert(count_members<T>() == T::fields.size() + unlisted<T>(),
                      "members without a row, or rows too many");
      }
      if constexpr (requires { T::scalar_field; }) shape.scalar_field = T::scalar_field;
      if constexpr (requires { T::list_field; }) shape.list_field = T::list_field;
      if constexpr (requires { T::any_of; }) shape.any_of = T::any_of;
      if constexpr (requires(T & record) { record.at = Span{}; })
        shape.set_place = [](void* record, Span at) { static_cast<T*>(record)->at = at; };
      if constexpr (requires(T const& record, Diagnostics& problems) { record.check(Span{}, problems); })
        shape.check = [](void const* record, Span at, Diagnostics& problems) {
          static_cast<T const*>(record)->check(at, problems);
        };
    } else {
      shape.place = [](void const* value) -> Span { return static_cast<T const*>(value)->at; };
      if constexpr (Choice<T>) {
        shape.kind = Shape::choice;
        shape.choices = T::names;
        shape.choose = [](void* value, std::size_t choice, Span at) {
          *static_cast<T*>(value) = T{.choice = choice, .at = at};
        };
        shape.chosen = [](void const* value) { return static_cast<T const*>(value)->choice; };
      } else {
        shape.form = T::form;
        shape.read = [](Tree const& tree, void* value, Diagnostics& problems) {
          return T::read(tree, *static_cast<T*>(value), problems);
        };
      }
    }
    return shape;
  }
};

template <class T>
struct Describe<std::optional<T>> {
  static Shape run() {
    Shape shape;
    shape.kind = Shape::optional;
    shape.item = &vitac::shape<T>();
    shape.name = shape.item->name;
    shape.grow = [](void* value) -> void* { return &static_cast<std::optional<T>*>(value)->emplace(); };
    shape.drop = [](void* value) { static_cast<std::optional<T>*>(value)->reset(); };
    shape.size = [](void const* value) -> std::size_t {
      return static_cast<std::optional<T> const*>(value)->has_value();
    };
    shape.at = [](void const* value, std::size_t) -> void const* {
      return &**static_cast<std::optional<T> const*>(value);
    };
    return shape;
  }
};

template <class T>
struct Describe<std::vector<T>> {
  static Shape run() {
    Shape shape;
    shape.kind = Shape::list;
    shape.item_bytes = sizeof(T);
    shape.item = &vitac::shape<T>();
    shape.name = shape.item->name;
    if constexpr (requires(std::string_view text) { T::split(text); }) shape.split = &T::split;
    shape.grow = [](void* value) -> void* { return &static_cast<std::vector<T>*>(value)->emplace_back(); };
    shape.drop = [](void* value) { static_cast<std::vector<T>*>(value)->pop_back(); };
    shape.size = [](void const* value) { return static_cast<std::vector<T> const*>(value)->size(); };
    shape.at = [](void const* value, std::size_t i) -> void const* {
      return &(*static_cast<std::vector<T> const*>(value))[i];
    };
    return shape;
  }
};

template <class T>
struct Describe<Dictionary<T>> {
  static Shape run() {
    Shape shape;
    shape.kind = Shape::dictionary;
    shape.item_bytes = sizeof(typename Dictionary<T>::Item);
    shape.item = &vitac::shape<T>();
    shape.name = shape.item->name;
    shape.put = [](void* value, std::string key, Span at) -> void* {
      auto& items = static_cast<Dictionary<T>*>(value)->items;
      items.push_back({std::move(key), at, T{}});
      return &items.back().value;
    };
    shape.size = [](void const* value) { return static_cast<Dictionary<T> const*>(value)->items.size(); };
    shape.at = [](void const* value, std::size_t i) -> void const* {
      return &static_cast<Dictionary<T> const*>(value)->items[i].value;
    };
    shape.key = [](void const* value, std::size_t i) -> std::string_view {
      return static_cast<Dictionary<T> const*>(value)->items[i].key;
    };
    return shape;
  }
};

}  // namespace detail

/// The one shape of a type.
template <class T>
Shape const& shape() {
  static Shape const made = detail::Describe<T>::run();
  return made;
}

/// What a shape is once what may be absent is there.
Shape const& present(Shape const&);

/// Whether a field is one of these leaves, where it is there.
template <class... Leaves>
bool is_one_of(Field const& row) {
  auto const& inner = present(row.shape());
  return ((&inner == &shape<Leaves>()) || ...);
}

/// A row of a table, for a member; `Owner` is named where the member is a base's.
template <auto Member, class Owner = typename detail::MemberOf<decltype(Member)>::Owner>
constexpr Field row(std::string_view name, std::string_view doc) {
  using MemberType = typename detail::MemberOf<decltype(Member)>::Type;
  return {name, doc, &shape<MemberType>,  //
          [](void* record) -> void* { return &(static_cast<Owner*>(record)->*Member); },
          [](void const* record) -> void const* { return &(static_cast<Owner const*>(record)->*Member); }};
}

/// A field of a finished record by name, through `optional`: null when the record has no such field or it is
/// absent or empty.
struct Held {
  Shape const* shape = nullptr;
  void const* value = nullptr;

  explicit operator bool() const { return value != nullptr; }
  template <class T>
  T const* as() const {
    return value && shape == &vitac::shape<T>() ? static_cast<T const*>(value) : nullptr;
  }
};
Held held(Shape const& shape, void const* value);
Held held(Shape const& record, void const* value, std::string_view field);

}  // namespace vitac
