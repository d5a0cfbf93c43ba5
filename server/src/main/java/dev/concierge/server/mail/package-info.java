/**
 * Outgoing e-mail. A mail is a row of the table {@code mails}, written in the transaction of the act it tells of and sent by a job of the lane
 * {@code mail} over SMTP (RFC 5321), or kept and shown at {@code /outbox} where nobody set a server up. Who is written to, and why, is the business
 * of the rooms after this one.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"problem", "web", "database", "jobs", "encryption", "outbound"})
package dev.concierge.server.mail;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
