#pragma once
#include "Core.h"
#pragma clang assume_nonnull begin
CT_BEGIN

/// The zip file that torch.save writes, open for reading.
typedef struct CTArchiveReader *CTArchive;

typedef struct {
  CTArchive _Nullable archive;
  CTError error;
} CTArchiveResult;

CTArchiveResult ct_archive_open(const char *path) CT_NOEXCEPT;
void ct_archive_close(CTArchive archive) CT_NOEXCEPT;
/// A whole record as a vector of the type; it keeps its memory after the archive is closed.
CTResult ct_archive_record(CTArchive archive, const char *name, int32_t dtype) CT_NOEXCEPT;

/// Writes data.pkl and data/0, data/1, … of contiguous tensors on the CPU, and waits until the disk has them.
CTError ct_archive_write(
    const char *path, const void *pickle, size_t pickle_size, CTTensorList tensors, size_t count) CT_NOEXCEPT;

CT_END
#pragma clang assume_nonnull end
