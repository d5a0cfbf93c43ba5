/** Pages of connected accounts: their controllers and the records the templates are written against. */
@NullMarked
package dev.concierge.server.integrations.web;

import org.jspecify.annotations.NullMarked;
