@NullMarked
package dev.concierge.server.oauth;

import org.jspecify.annotations.NullMarked;
