@NullMarked
package dev.concierge.ops;

import org.jspecify.annotations.NullMarked;
