@NullMarked
package dev.concierge.sandbox.twitter;

import org.jspecify.annotations.NullMarked;
