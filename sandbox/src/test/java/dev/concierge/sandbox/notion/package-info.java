@NullMarked
package dev.concierge.sandbox.notion;

import org.jspecify.annotations.NullMarked;
