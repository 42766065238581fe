package dev.mailconnector.benchmarks.peer;

import jakarta.mail.MessagingException;
import java.io.IOException;

/** One way to send mail. Stateless. */
public interface Peer {

  /** How it is called in the report. */
  String title();

  /** What it is, in a line. */
  String description();

  /** Sets it up for as many threads as the target has connections. */
  Fleet open(Target target) throws Exception;

  /** A sender that is set up. */
  interface Fleet extends AutoCloseable {

    /** One for each thread. */
    Worker worker() throws Exception;

    @Override
    default void close() throws IOException, MessagingException {}
  }

  /** What one thread calls. For one thread. */
  interface Worker extends AutoCloseable {

    /** Sends, waits until the server has accepted, and returns how many messages it were. */
    int send() throws Exception;

    @Override
    default void close() throws IOException, MessagingException {}
  }
}
