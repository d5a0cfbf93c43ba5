package dev.concierge.server.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.auth.PlainAuthenticationHandlerFactory;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server on loopback, by a library that is not ours, which can be told to refuse, to wait and to go away. */
final class SmtpServer implements AutoCloseable {
    /** What is said at one step of a mail; nothing by default. */
    @FunctionalInterface
    interface Step {
        void at(String what) throws RejectException, InterruptedException;
    }

    private final SMTPServer server;
    private final List<byte[]> taken = new CopyOnWriteArrayList<>();
    private final List<String> recipients = new CopyOnWriteArrayList<>();
    private final List<String> passwords;
    private volatile Step sender = _ -> {};
    private volatile Step recipient = _ -> {};
    private volatile Step content = _ -> {};

    private SmtpServer(int port, List<String> passwords, Consumer<SMTPServer.Builder> more) {
        this.passwords = passwords;
        SMTPServer.Builder builder = SMTPServer.port(port)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("mail.test.example")
                .messageHandlerFactory(Handler::new);
        more.accept(builder);
        server = builder.build();
        server.start();
    }

    static SmtpServer start(int port) {
        return new SmtpServer(port, List.of(), _ -> {});
    }

    /** Asks for STARTTLS first, then for this password of {@code concierge}; any other is refused. */
    static SmtpServer guarded(int port, SSLContext tls, String password) {
        List<String> heard = new CopyOnWriteArrayList<>();
        return new SmtpServer(
                port,
                heard,
                builder -> builder.enableTLS()
                        .requireTLS()
                        .requireAuth()
                        .startTlsSocketFactory(tls)
                        .authenticationHandlerFactory(new PlainAuthenticationHandlerFactory((user, given, _) -> {
                            heard.add(given);
                            if (!user.equals("concierge") || !given.equals(password)) {
                                throw new LoginFailedException("no");
                            }
                        })));
    }

    void onSender(Step step) {
        sender = step;
    }

    void onRecipient(Step step) {
        recipient = step;
    }

    /** After the whole mail was read, before it is answered for. */
    void onContent(Step step) {
        content = step;
    }

    /** The mails that were read whole, answered for or not. */
    List<MimeMessage> mails() {
        return taken.stream().map(SmtpServer::parsed).toList();
    }

    List<String> recipients() {
        return List.copyOf(recipients);
    }

    List<String> passwordsHeard() {
        return List.copyOf(passwords);
    }

    @Override
    public void close() {
        server.stop();
    }

    private static MimeMessage parsed(byte[] raw) {
        try {
            return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(raw));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void say(Step step, String what) throws RejectException {
        try {
            step.at(what);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RejectException(421, "going away");
        }
    }

    private final class Handler implements MessageHandler {
        Handler(MessageContext context) {
            java.util.Objects.requireNonNull(context);
        }

        @Override
        public void from(String from) throws RejectException {
            say(sender, from);
        }

        @Override
        public void recipient(String to) throws RejectException {
            say(recipient, to);
            recipients.add(to);
        }

        @Override
        public @Nullable String data(InputStream data) throws RejectException, IOException {
            taken.add(data.readAllBytes());
            say(content, "content");
            return null;
        }

        @Override
        public void done() {}
    }
}
