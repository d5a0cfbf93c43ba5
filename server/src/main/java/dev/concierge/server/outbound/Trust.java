package dev.concierge.server.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates outgoing calls believe: the JDK's authorities and the operator's. There is no switch that believes all. */
final class Trust {
    private Trust() {}

    /** @throws IllegalArgumentException with a sentence for the operator, when the file cannot be used */
    static SSLContext context(@Nullable Path trustedCaFile) {
        return context("TRUSTED_CA_FILE", trustedCaFile);
    }

    /** {@link #context(Path)} with the name that the sentence then says. */
    static SSLContext context(String setting, @Nullable Path trustedCaFile) {
        try {
            List<X509Certificate> authorities = new ArrayList<>(jdkAuthorities());
            if (trustedCaFile != null) {
                authorities.addAll(read(setting, trustedCaFile));
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trusting(authorities), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS cannot be set up", e);
        }
    }

    private static List<X509Certificate> jdkAuthorities() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        List<X509Certificate> authorities = new ArrayList<>();
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                authorities.addAll(List.of(x509.getAcceptedIssuers()));
            }
        }
        return authorities;
    }

    private static List<X509Certificate> read(String setting, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            List<X509Certificate> certificates = new ArrayList<>();
            found.forEach(certificate -> certificates.add((X509Certificate) certificate));
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException(setting + " holds no certificate in PEM.");
            }
            return certificates;
        } catch (IOException e) {
            throw new IllegalArgumentException(setting + " cannot be read: " + file + ".", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(setting + " holds something that is no certificate in PEM.", e);
        }
    }

    private static TrustManager[] trusting(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority-" + i, authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .map(manager ->
                        manager instanceof X509ExtendedTrustManager x509 ? new StrictTrustManager(x509) : manager)
                .toArray(TrustManager[]::new);
    }
}
