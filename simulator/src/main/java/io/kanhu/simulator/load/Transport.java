package io.kanhu.simulator.load;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringSocketChannel;

/** How sockets are driven. io_uring hands many small reads and writes to the kernel at once; not every system lets one use it. */
record Transport(IoHandlerFactory handlers, Class<? extends SocketChannel> channel) {

    static Transport best() {
        if (IoUring.isAvailable()) {
            return new Transport(IoUringIoHandler.newFactory(), IoUringSocketChannel.class);
        }
        return Epoll.isAvailable()
                ? new Transport(EpollIoHandler.newFactory(), EpollSocketChannel.class)
                : new Transport(NioIoHandler.newFactory(), NioSocketChannel.class);
    }
}
