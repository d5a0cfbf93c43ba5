@NullMarked
package dev.concierge.client;

import org.jspecify.annotations.NullMarked;
