package dev.mailconnector.internal.net;

import dev.mailconnector.internal.Deadline;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The socket below everything, TLS included. Every read and write happens within {@link #limit a
 * deadline} that covers a whole command and its reply, so a server that sends a byte now and then
 * gains nothing; and between two limits a server may send only so much. Reads end by SO_TIMEOUT; a
 * write that blocks is ended by the {@link Watchdog}, which closes the socket.
 *
 * <p>One thread uses it at a time, but {@link #abort} and the watchdog may come from another. It is
 * the socket of a channel, for two reasons: whether the server has gone can be seen without
 * waiting, before each flight; and a thread that is interrupted stops at once, at the price of the
 * connection.
 */
public final class GuardedSocket extends Socket {
  /** A certificate chain or a long EHLO fits many times over. */
  private static final int READ_BUDGET = 512 * 1024;

  private static final int READ_AHEAD = 2 * 1024;

  private final SocketChannel channel;
  private final Socket adaptor;
  private volatile @Nullable Deadline deadline;
  private volatile boolean expired;
  private volatile @Nullable IOException verdict;
  private int readBudget = READ_BUDGET;

  /** What has arrived and was not asked for yet: TLS asks for five bytes first. */
  private final byte[] arrived = new byte[READ_AHEAD];

  private int arrivedStart;
  private int arrivedEnd;

  private GuardedSocket(SocketChannel channel) {
    super(Proxy.NO_PROXY);
    this.channel = channel;
    this.adaptor = channel.socket();
  }

  /** An unconnected socket; a channel's socket ignores the proxy settings of the JVM. */
  static GuardedSocket unconnected() throws IOException {
    return new GuardedSocket(SocketChannel.open());
  }

  /**
   * Everything from now until the next call must be over by then, and the server may send a full
   * budget again.
   */
  public void limit(Deadline newDeadline) {
    readBudget = READ_BUDGET;
    deadline = newDeadline;
  }

  /**
   * No command is under way: the watchdog leaves the socket alone, and nobody may read or write.
   */
  public void rest() {
    deadline = null;
  }

  /** Opens the TCP connection. */
  void open(InetSocketAddress address, Deadline limit) throws IOException {
    limit(limit);
    adaptor.connect(
        address, (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(limit.remainingNanos())));
    adaptor.setTcpNoDelay(true);
  }

  /** Does nothing: by the time Angus asks, the connection stands. */
  @Override
  public void connect(SocketAddress address, int timeout) throws IOException {
    if (!isConnected()) {
      throw new SocketException("a guarded socket is connected by its opener only");
    }
  }

  /** See {@link #connect(SocketAddress, int)}. */
  @Override
  public void connect(SocketAddress address) throws IOException {
    connect(address, 0);
  }

  /** Closes the connection at once, from any thread, without a word to the server or to TLS. */
  public void abort() {
    try {
      channel.close();
    } catch (IOException e) {
      // A socket that cannot be closed is of no use to anybody: there is nothing left to do with
      // it.
    }
  }

  /** Ends the wait of whoever uses the socket, with this as the reason. */
  void abort(IOException reason) {
    verdict = reason;
    abort();
  }

  /** Closes the socket if its deadline has passed. Called by the watchdog. */
  void abortIfOver() {
    Deadline current = deadline;
    if (current != null && current.isOver()) {
      expired = true;
      abort();
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new GuardedInput(adaptor.getInputStream());
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new GuardedOutput(adaptor.getOutputStream());
  }

  /**
   * Whether a line at rest has anything to read: the server's end, or words that nobody asked for.
   * Waits for nothing. What it reads is lost, so a line with news must not be used any more.
   */
  public boolean hasNews() {
    if (arrivedStart < arrivedEnd) {
      return true;
    }
    try {
      channel.configureBlocking(false);
      int count = channel.read(ByteBuffer.allocate(1));
      channel.configureBlocking(true);
      return count != 0;
    } catch (IOException e) {
      return true;
    }
  }

  /** Whether bytes have arrived that nobody has read. Reads and waits for nothing. */
  public boolean hasUnread() {
    try {
      return getInputStream().available() > 0;
    } catch (IOException e) {
      // A closed line has nothing more to say; whoever uses it next finds out.
      return false;
    }
  }

  // What Angus and the TLS layer ask of a socket.

  @Override
  public void setSoTimeout(int timeout) {
    // Deadlines are this class's own business.
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    adaptor.setTcpNoDelay(on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return adaptor.getTcpNoDelay();
  }

  @Override
  public InetAddress getInetAddress() {
    return adaptor.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return adaptor.getLocalAddress();
  }

  @Override
  public int getPort() {
    return adaptor.getPort();
  }

  @Override
  public int getLocalPort() {
    return adaptor.getLocalPort();
  }

  @Override
  public boolean isConnected() {
    return adaptor.isConnected();
  }

  @Override
  public boolean isBound() {
    return adaptor.isBound();
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public void shutdownInput() throws IOException {
    adaptor.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    adaptor.shutdownOutput();
  }

  @Override
  public boolean isInputShutdown() {
    return adaptor.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return adaptor.isOutputShutdown();
  }

  @Override
  public void close() {
    abort();
  }

  private int remainingMillis() throws IOException {
    Deadline current = deadline;
    if (current == null) {
      throw new SocketException("no command is under way");
    }
    long nanos = current.remainingNanos();
    if (nanos <= 0) {
      throw new SocketTimeoutException("timed out");
    }
    return (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
  }

  private IOException explain(IOException e) {
    IOException reason = verdict;
    if (reason != null) {
      return reason;
    }
    if (e instanceof ClosedByInterruptException) {
      return new InterruptedIOException("the sending thread was interrupted");
    }
    if (expired) {
      return new SocketTimeoutException("timed out");
    }
    // A channel says with a plain IOException what a socket says with this one.
    return e.getClass() == IOException.class
        ? new SocketException(String.valueOf(e.getMessage()))
        : e;
  }

  private final class GuardedInput extends FilterInputStream {
    GuardedInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (arrivedStart == arrivedEnd) {
        if (length >= arrived.length) {
          return receive(buffer, offset, length);
        }
        int count = receive(arrived, 0, arrived.length);
        if (count <= 0) {
          return count;
        }
        arrivedStart = 0;
        arrivedEnd = count;
      }
      int count = Math.min(length, arrivedEnd - arrivedStart);
      System.arraycopy(arrived, arrivedStart, buffer, offset, count);
      arrivedStart += count;
      return count;
    }

    @Override
    public int available() throws IOException {
      return arrivedEnd - arrivedStart + in.available();
    }

    /**
     * What was read ahead is skipped too: at its end TLS skips until nothing is left. Only what is
     * here already, so that it never waits.
     */
    @Override
    public long skip(long count) throws IOException {
      int ahead = (int) Math.max(0, Math.min(count, arrivedEnd - arrivedStart));
      arrivedStart += ahead;
      if (ahead > 0) {
        return ahead;
      }
      int length = (int) Math.min(Math.min(count, in.available()), arrived.length);
      return length <= 0 ? 0 : Math.max(0, receive(new byte[length], 0, length));
    }

    private int receive(byte[] buffer, int offset, int length) throws IOException {
      if (readBudget <= 0) {
        abort();
        throw new SocketException(
            "the server sent more than " + READ_BUDGET + " bytes in answer to one command");
      }
      try {
        adaptor.setSoTimeout(remainingMillis());
        int count = in.read(buffer, offset, Math.min(length, readBudget));
        readBudget -= Math.max(count, 0);
        return count;
      } catch (IOException e) {
        throw explain(e);
      }
    }

    @Override
    public void close() {
      abort();
    }
  }

  private final class GuardedOutput extends FilterOutputStream {
    GuardedOutput(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      try {
        remainingMillis();
        out.write(buffer, offset, length);
      } catch (IOException e) {
        throw explain(e);
      }
    }

    @Override
    public void close() {
      abort();
    }
  }
}
