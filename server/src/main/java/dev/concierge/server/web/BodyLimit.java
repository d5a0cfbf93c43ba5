package dev.concierge.server.web;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * No request has more than one mebibyte of body, however it is sent: a declared length is refused at once, a chunked one where it goes past
 * the limit. Tomcat limits forms only. Behind the security chain, so that a refusal carries its headers too. A file of people may be longer, for it is read
 * a row at a time.
 */
@ConditionalOnWebApplication
@Component
@Order(0)
final class BodyLimit extends OncePerRequestFilter {
    static final DataSize MOST = DataSize.ofMegabytes(1);

    private static final DataSize MOST_OF_A_FILE = DataSize.ofMegabytes(64);
    private static final Set<String> FILES = Set.of("/api/v1/users/import", "/api/users/import");

    private final ProblemAnswers answers;

    BodyLimit(ProblemAnswers answers) {
        this.answers = answers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        DataSize most = FILES.contains(request.getRequestURI()) ? MOST_OF_A_FILE : MOST;
        if (request.getContentLengthLong() > most.toBytes()) {
            answers.write(
                    request,
                    response,
                    new ProblemException(ProblemType.TOO_LARGE, "The request is larger than we take."));
            return;
        }
        chain.doFilter(request.getContentLengthLong() == -1 ? new Limited(request, most) : request, response);
    }

    /** A request of unknown length. */
    private static final class Limited extends HttpServletRequestWrapper {
        private final DataSize most;

        Limited(HttpServletRequest request, DataSize most) {
            super(request);
            this.most = most;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new LimitedStream(super.getInputStream(), most);
        }

        @Override
        public BufferedReader getReader() throws IOException {
            String encoding = getCharacterEncoding();
            Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
            return new BufferedReader(new InputStreamReader(getInputStream(), charset));
        }
    }

    private static final class LimitedStream extends ServletInputStream {
        private final ServletInputStream stream;
        private long left;

        LimitedStream(ServletInputStream stream, DataSize most) {
            this.stream = stream;
            this.left = most.toBytes();
        }

        @Override
        public int read() throws IOException {
            int read = stream.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = stream.read(bytes, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        @Override
        public boolean isFinished() {
            return stream.isFinished();
        }

        @Override
        public boolean isReady() {
            return stream.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            stream.setReadListener(listener);
        }

        private void count(int bytes) throws RequestTooLargeException {
            left -= bytes;
            if (left < 0) {
                throw new RequestTooLargeException();
            }
        }
    }
}
