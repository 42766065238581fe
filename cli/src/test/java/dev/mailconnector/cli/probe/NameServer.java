package dev.mailconnector.cli.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** An authoritative DNS server on 127.0.0.1, over UDP. */
final class NameServer implements AutoCloseable {
  private static final int TTL = 60;
  private static final int LONGEST = 4096;

  private final DatagramSocket socket;
  private final List<Record> records = new CopyOnWriteArrayList<>();
  private volatile int failure = Rcode.NOERROR;

  NameServer() {
    try {
      socket = new DatagramSocket(0, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::serve, "name-server");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Every question is answered with this. */
  NameServer fails(int rcode) {
    failure = rcode;
    return this;
  }

  NameServer text(String name, String... texts) {
    return add(new TXTRecord(name(name), DClass.IN, TTL, Arrays.asList(texts)));
  }

  NameServer mail(String domain, String host) {
    return add(new MXRecord(name(domain), DClass.IN, TTL, 10, name(host)));
  }

  NameServer address(String host, String address) {
    try {
      byte[] octets = InetAddress.getByName(address).getAddress();
      return add(
          octets.length == 4
              ? new org.xbill.DNS.ARecord(
                  name(host), DClass.IN, TTL, InetAddress.getByAddress(octets))
              : new org.xbill.DNS.AAAARecord(
                  name(host), DClass.IN, TTL, InetAddress.getByAddress(octets)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  NameServer alias(String name, String target) {
    return add(new CNAMERecord(name(name), DClass.IN, TTL, name(target)));
  }

  /** Asks this server, for as long as a slow machine needs. */
  SimpleResolver resolver() {
    SimpleResolver resolver = new SimpleResolver(new InetSocketAddress("127.0.0.1", port()));
    resolver.setTimeout(Duration.ofSeconds(30));
    return resolver;
  }

  private NameServer add(Record record) {
    records.add(record);
    return this;
  }

  private static Name name(String name) {
    try {
      return Name.fromString(name, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  private void serve() {
    byte[] room = new byte[LONGEST];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(room, room.length);
      try {
        socket.receive(packet);
        byte[] question = Arrays.copyOf(room, packet.getLength());
        byte[] answer = answer(new Message(question)).toWire(LONGEST);
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException gone) {
        // Closed, or something that is no question.
      }
    }
  }

  private Message answer(Message question) {
    Message answer = new Message(question.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.AA);
    answer.addRecord(question.getQuestion(), Section.QUESTION);
    answer.getHeader().setRcode(failure);
    if (failure == Rcode.NOERROR) {
      Set<Name> seen = new HashSet<>();
      boolean known =
          answer(answer, question.getQuestion().getName(), question.getQuestion().getType(), seen);
      answer.getHeader().setRcode(known ? Rcode.NOERROR : Rcode.NXDOMAIN);
    }
    return answer;
  }

  private boolean answer(Message answer, Name name, int type, Set<Name> seen) {
    boolean known = false;
    for (Record each : records) {
      boolean below = each.getName().subdomain(name);
      known |= below;
      if (each.getName().equals(name) && each.getType() == type) {
        answer.addRecord(each, Section.ANSWER);
      } else if (each.getName().equals(name) && each.getType() == Type.CNAME && seen.add(name)) {
        answer.addRecord(each, Section.ANSWER);
        answer(answer, ((CNAMERecord) each).getTarget(), type, seen);
      }
    }
    return known;
  }

  @Override
  public void close() {
    socket.close();
  }
}
