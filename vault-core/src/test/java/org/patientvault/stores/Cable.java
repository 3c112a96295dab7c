package org.patientvault.stores;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A cable between clients and a server of this machine, in a test's hands: it can be cut, slowed
 * down, and held so that nothing comes through while both ends believe it is whole.
 *
 * <p>Clients connect to {@link #port()}. A connection that was cut stays cut; a new one comes
 * through.
 */
public final class Cable implements AutoCloseable {
  private static final int CHUNK_BYTES = 8192;

  private final ServerSocket door;
  private final int serverPort;
  private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Cut> cut = new AtomicReference<>(Cut.NEVER);
  private final Object gate = new Object();
  private boolean held;
  private volatile long delayMillis;
  private final AtomicInteger cuts = new AtomicInteger();

  private Cable(ServerSocket door, int serverPort) {
    this.door = door;
    this.serverPort = serverPort;
  }

  /** Whoever has a password for the server's port has it for this one. */
  public static Cable to(int serverPort) {
    try {
      Cable cable =
          new Cable(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), serverPort);
      PasswordFile.addAlias(serverPort, cable.port());
      daemon(cable::accept);
      return cable;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return door.getLocalPort();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        new Wire(door.accept()).begin();
      } catch (IOException e) {
        // The server refuses, or the door was closed: the client sees it by itself.
      }
    }
  }

  /** Cuts every connection. */
  public void cut() {
    wires.forEach(Wire::close);
  }

  /** Cuts one connection, in the middle of what it carries, where {@code where} says; once. */
  public void cut(Cut where) {
    cut.set(where);
  }

  /** How often one was cut in the middle of what it carried. */
  public int cuts() {
    return cuts.get();
  }

  /** From now on nothing comes through, and nobody is told. */
  public void hold() {
    synchronized (gate) {
      held = true;
    }
  }

  /** What was held comes through, and all that follows. */
  public void letGo() {
    synchronized (gate) {
      held = false;
      gate.notifyAll();
    }
  }

  /** Each piece that is sent takes so much longer, in each direction. */
  public void delay(long millis) {
    delayMillis = millis;
  }

  private void awaitPassage() throws IOException, InterruptedException {
    if (delayMillis > 0) {
      Thread.sleep(delayMillis);
    }
    synchronized (gate) {
      while (held) {
        gate.wait();
      }
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
    letGo();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "cable");
    thread.setDaemon(true);
    thread.start();
  }

  /** One connection. */
  private final class Wire {
    private final Socket client;
    private final Socket server;

    Wire(Socket client) throws IOException {
      this.client = client;
      try {
        this.server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
      } catch (IOException e) {
        client.close();
        throw e;
      }
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    }

    void begin() {
      wires.add(this);
      daemon(() -> carry(client, server, true));
      daemon(() -> carry(server, client, false));
    }

    private void carry(Socket from, Socket to, boolean toServer) {
      byte[] bytes = new byte[CHUNK_BYTES];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        boolean whole = true;
        for (int size = in.read(bytes); whole && size >= 0; size = whole ? in.read(bytes) : -1) {
          awaitPassage();
          whole = pass(bytes, size, toServer, out);
        }
      } catch (IOException e) {
        // Cut, or one end is gone.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        close();
      }
    }

    private boolean pass(byte[] bytes, int size, boolean toServer, OutputStream out)
        throws IOException {
      Cut where = cut.get();
      int passing = where.passing(bytes, size, toServer);
      out.write(bytes, 0, passing);
      if (passing == size) {
        return true;
      }
      if (cut.compareAndSet(where, Cut.NEVER)) {
        cuts.incrementAndGet();
      }
      return false;
    }

    void close() {
      wires.remove(this);
      try {
        client.close();
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
