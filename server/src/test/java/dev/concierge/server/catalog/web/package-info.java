@NullMarked
package dev.concierge.server.catalog.web;

import org.jspecify.annotations.NullMarked;
