/** {@code /admin/look}, its API, and the logo and colours as files. */
@NullMarked
package dev.concierge.server.look.web;

import org.jspecify.annotations.NullMarked;
