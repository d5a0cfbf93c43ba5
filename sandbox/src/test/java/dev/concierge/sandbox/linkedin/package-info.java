@NullMarked
package dev.concierge.sandbox.linkedin;

import org.jspecify.annotations.NullMarked;
