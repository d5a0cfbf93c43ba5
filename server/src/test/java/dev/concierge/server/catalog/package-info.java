@NullMarked
package dev.concierge.server.catalog;

import org.jspecify.annotations.NullMarked;
