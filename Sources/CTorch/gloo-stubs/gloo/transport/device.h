#pragma once
// Pointers to these are all that ProcessGroupGloo.hpp has.
namespace gloo::transport {
class Device;
class UnboundBuffer;
}  // namespace gloo::transport
