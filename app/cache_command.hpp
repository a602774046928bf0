#pragma once

namespace vitac::app {

/// `vitac cache info`: where the cache is, and how much of what it holds. The result is the exit status.
int tell_of_cache();

/// `vitac cache clear`: removes all of it.
int clear_cache();

/// Removes what was not used for longest, when the cache has grown over its limit. Beside a build, at the
/// lowest priority.
int trim_cache_beside();

}  // namespace vitac::app
