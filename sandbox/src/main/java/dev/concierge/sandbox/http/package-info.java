/**
 * Plain HTTP for the sandbox on the JDK's own server: requests read strictly, answers, routes. It knows nothing of OAuth,
 * providers or state.
 */
@NullMarked
package dev.concierge.sandbox.http;

import org.jspecify.annotations.NullMarked;
