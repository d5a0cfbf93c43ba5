package dev.concierge.server.integrations.web;

import dev.concierge.server.web.Mark;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code integrations/nothing}: a trip came back with consent, and with nothing that it could connect.
 *
 * @param mark the provider
 * @param noun what is connected there: "Page"
 * @param detail why there is none, and what to do
 * @param make where one is made at the provider; null when nobody knows
 */
public record NothingView(
        Mark mark, String noun, String detail, @Nullable URI make) {}
