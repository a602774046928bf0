#include "render/networks.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace vitac {
namespace {

constexpr Network networks[] = {
    {"Bitbucket", "https://bitbucket.org/{user}"},
    {"Bluesky", "https://bsky.app/profile/{user}"},
    {"Codeberg", "https://codeberg.org/{user}"},
    {"DBLP", "https://dblp.org/pid/{user}"},
    {"Facebook", "https://www.facebook.com/{user}"},
    {"GitHub", "https://github.com/{user}"},
    {"GitLab", "https://gitlab.com/{user}"},
    {"Google Scholar", "https://scholar.google.com/citations?user={user}"},
    {"Hugging Face", "https://huggingface.co/{user}"},
    {"Instagram", "https://www.instagram.com/{user}"},
    {"Kaggle", "https://www.kaggle.com/{user}"},
    {"LinkedIn", "https://www.linkedin.com/in/{user}"},
    {"Mastodon", "https://{host}/@{user}"},
    {"Matrix"},
    {"Medium", "https://medium.com/@{user}"},
    {"OpenReview", "https://openreview.net/profile?id={user}"},
    {"ORCID", "https://orcid.org/{user}"},
    {"ResearcherID", "https://www.webofscience.com/wos/author/record/{user}"},
    {"ResearchGate", "https://www.researchgate.net/profile/{user}"},
    {"Scopus", "https://www.scopus.com/authid/detail.uri?authorId={user}"},
    {"Semantic Scholar", "https://www.semanticscholar.org/author/{user}"},
    {"Signal"},
    {"Skype"},
    {"Stack Overflow", "https://stackoverflow.com/users/{user}"},
    {"Telegram", "https://t.me/{user}"},
    {"Threads", "https://www.threads.net/@{user}"},
    {"Twitter", "https://x.com/{user}"},
    {"WhatsApp"},
    {"X", "https://x.com/{user}"},
    {"Xing", "https://www.xing.com/profile/{user}"},
    {"YouTube", "https://www.youtube.com/@{user}"},
};

/// `Stack Overflow`, `stackoverflow` and `stack-overflow` are one name.
std::string key_of(std::string_view name) {
  auto key = folded(name);
  std::erase_if(key, [](char c) { return c == ' ' || c == '-' || c == '_'; });
  return key;
}

}  // namespace

Network const* find_network(std::string_view name) {
  auto found =
      std::ranges::find(networks, key_of(name), [](Network const& each) { return key_of(each.name); });
  return found == std::end(networks) ? nullptr : found;
}

std::string page_in(Network const& network, std::string_view user) {
  if (user.find("://") != user.npos) return std::string(user);
  if (user.find(' ') != user.npos) return {};
  if (user.starts_with('@')) user.remove_prefix(1);
  std::string page(network.page);
  if (page.find("{host}") != page.npos) {
    auto at = user.find('@');
    if (at == user.npos) return {};
    page = replaced(page, "{host}", std::string(user.substr(at + 1)));
    user = user.substr(0, at);
  }
  return replaced(page, "{user}", std::string(user));
}

}  // namespace vitac
