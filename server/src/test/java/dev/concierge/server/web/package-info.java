@NullMarked
package dev.concierge.server.web;

import org.jspecify.annotations.NullMarked;
