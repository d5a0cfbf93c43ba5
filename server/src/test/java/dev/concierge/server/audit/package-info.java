@NullMarked
package dev.concierge.server.audit;

import org.jspecify.annotations.NullMarked;
