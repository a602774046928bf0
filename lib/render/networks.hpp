#pragma once
#include <string>
#include <string_view>

namespace vitac {

/// A network in which people have a page of their own.
struct Network {
  std::string_view name;  ///< as it writes itself
  /// Of a user's page: `{user}` stands for who it is, `{host}` for what follows the @ in `user@host`. Empty
  /// where there is none.
  std::string_view page = {};
};

/// A network by its name, however its letters and blanks are written; null where it is not known.
Network const* find_network(std::string_view name);

/// The address of a user's page; empty where it cannot be told.
std::string page_in(Network const&, std::string_view user);

}  // namespace vitac
