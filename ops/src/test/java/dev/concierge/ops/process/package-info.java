@NullMarked
package dev.concierge.ops.process;

import org.jspecify.annotations.NullMarked;
