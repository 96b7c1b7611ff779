package io.kanhu.ingest.gateway;

import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;

/** Why the gateway ends a connection, as a band that speaks MQTT 5 is told. */
enum Ends {
    MALFORMED(Disconnect.MALFORMED_PACKET),
    AGAINST_THE_PROTOCOL(Disconnect.PROTOCOL_ERROR),
    NOT_ITS_TOPIC(Disconnect.NOT_AUTHORIZED),
    LOCKED_OUT(Disconnect.NOT_AUTHORIZED),
    BUSY(Disconnect.SERVER_BUSY),
    SHUTTING_DOWN(Disconnect.SERVER_SHUTTING_DOWN),
    SILENT(Disconnect.KEEP_ALIVE_TIMEOUT),
    TAKEN_OVER(Disconnect.SESSION_TAKEN_OVER),
    TOO_LARGE(Disconnect.PACKET_TOO_LARGE),
    TOO_MUCH(Disconnect.QUOTA_EXCEEDED);

    private final byte code;

    Ends(Disconnect reason) {
        this.code = reason.byteValue();
    }

    byte code() {
        return code;
    }
}
