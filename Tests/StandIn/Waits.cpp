#include "Waits.h"

#include <c10/util/Exception.h>

#include <cstring>
#include <map>
#include <mutex>
#include <sstream>
#include <tuple>
#include <unordered_set>

#include "Memory.h"
#include "include/StandIn.h"

namespace standin {

namespace {

struct Ledger {
  std::mutex mutex;
  std::string place;
  bool refuses = false;
  std::map<std::tuple<std::string, std::string, std::string>, int> counts;
};

Ledger &ledger() {
  static Ledger *only = new Ledger;
  return *only;
}

const char *name(Wait kind) {
  switch (kind) {
    case Wait::value: return "value";
    case Wait::download: return "download";
    case Wait::upload: return "upload";
    case Wait::shape: return "shape";
  }
  return "";
}

}  // namespace

void wait(Wait kind, const std::string &operation) {
  Ledger &book = ledger();
  std::lock_guard lock(book.mutex);
  TORCH_CHECK(!book.refuses, "the host would wait for the device in \"", book.place, "\": ", operation, " (", name(kind), ")");
  book.counts[{book.place, name(kind), operation}]++;
}

bool readsShape(const std::string &operation) {
  static const std::unordered_set<std::string> names{
      "aten::nonzero", "aten::nonzero.out", "aten::masked_select", "aten::masked_select.out", "aten::_unique",
      "aten::_unique2", "aten::unique_dim", "aten::unique_consecutive", "aten::bincount", "aten::equal",
      "aten::repeat_interleave.Tensor", "aten::histc", "aten::multinomial"};
  return names.count(operation) > 0;
}

/// The name of the present place, for whoever dies there.
std::string presentPlace() { return ledger().place; }

}  // namespace standin

void standin_place(const char *name, bool refuses) {
  std::lock_guard lock(standin::ledger().mutex);
  standin::ledger().place = name;
  standin::ledger().refuses = refuses;
}

char *standin_take_waits(void) {
  std::lock_guard lock(standin::ledger().mutex);
  std::ostringstream lines;
  for (const auto &[key, count] : standin::ledger().counts) {
    const auto &[place, kind, operation] = key;
    lines << place << '\t' << kind << '\t' << operation << '\t' << count << '\n';
  }
  standin::ledger().counts.clear();
  return strdup(lines.str().c_str());
}

size_t standin_block_count(void) { return standin::memory().blockCount(); }
