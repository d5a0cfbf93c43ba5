@NullMarked
package dev.concierge.ops.demo;

import org.jspecify.annotations.NullMarked;
