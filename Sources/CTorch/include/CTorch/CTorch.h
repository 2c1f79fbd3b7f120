// The C face of libtorch: just the operations tailboard uses.
#pragma once
#include "Autograd.h"
#include "Core.h"
#include "Creation.h"
#include "Elementwise.h"
#include "Generator.h"
#include "Indexing.h"
#include "Kernels.h"
#include "Network.h"
#include "Optimiser.h"
#include "Reduction.h"
#include "Runtime.h"
#include "Shape.h"
