package dev.concierge.server.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Self-signed certificates for local TLS servers, made by the JDK's keytool. */
public final class Certificates {
    private static final String PASSWORD = "only-for-tests";

    private final SSLContext context;
    private final Path pem;

    private Certificates(SSLContext context, Path pem) {
        this.context = context;
        this.pem = pem;
    }

    /**
     * Makes one.
     *
     * @param names subject alternative names as keytool writes them, for example {@code ip:127.0.0.1}
     * @param more further options, for example {@code -startdate -10d -validity 5}
     */
    public static Certificates selfSigned(Path folder, String names, String... more) {
        try {
            Path store = Files.createTempFile(folder, "server", ".p12");
            Files.delete(store);
            List<String> make = new ArrayList<>(List.of("-genkeypair", "-alias", "server", "-keyalg", "RSA"));
            make.addAll(List.of("-keysize", "2048", "-dname", "CN=local", "-ext", "san=" + names));
            make.addAll(List.of("-ext", "bc:c=ca:true", "-storetype", "PKCS12"));
            make.addAll(Arrays.asList(more));
            keytool(store, make);
            Path pem = Files.createTempFile(folder, "server", ".pem");
            keytool(store, List.of("-exportcert", "-rfc", "-alias", "server", "-file", pem.toString()));
            return new Certificates(context(store), pem);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For the server. */
    public SSLContext context() {
        return context;
    }

    /** For {@code TRUSTED_CA_FILE}. */
    public Path pem() {
        return pem;
    }

    private static void keytool(Path store, List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(options);
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
