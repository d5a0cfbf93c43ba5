/** The pages of this room. */
@NullMarked
package dev.concierge.server.mail.web;

import org.jspecify.annotations.NullMarked;
