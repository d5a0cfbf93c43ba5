package dev.concierge.server.mail.web;

import dev.concierge.server.mail.Outbox;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code mail/outbox}: GET {@code /outbox} and {@code /outbox/{id}}.
 *
 * @param mails the newest first
 * @param open the one that is read; null for none
 */
public record OutboxView(List<Outbox.Kept> mails, Outbox.@Nullable Kept open) {}
