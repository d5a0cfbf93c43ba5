/** Pages of signing in and of the person's own security: their controllers and the records the templates are written against. */
@NullMarked
package dev.concierge.server.identity.web;

import org.jspecify.annotations.NullMarked;
