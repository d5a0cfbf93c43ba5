/** The overview page: its controller and the record its template is written against. */
@NullMarked
package dev.concierge.server.dashboard.web;

import org.jspecify.annotations.NullMarked;
