@NullMarked
package dev.concierge.server.jobs;

import org.jspecify.annotations.NullMarked;
