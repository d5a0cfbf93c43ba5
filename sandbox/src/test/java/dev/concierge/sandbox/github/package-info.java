@NullMarked
package dev.concierge.sandbox.github;

import org.jspecify.annotations.NullMarked;
