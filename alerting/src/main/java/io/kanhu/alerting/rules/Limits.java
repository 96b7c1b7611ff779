package io.kanhu.alerting.rules;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalTime;

/**
 * Where suspicion begins. The defaults for the pulse and the lower pressure are the bands of the National Early Warning Score 2 (Royal College
 * of Physicians, 2017, chart 1): a pulse of 131 and more or 40 and less scores 3, which by itself calls for an urgent
 * assessment; 111 to 130 scores 2 and 41 to 50 scores 1; a systolic pressure of 90 and less or 220 and more scores 3. The upper
 * pressures are those of a hypertensive crisis (ACC/AHA guideline, 2017): above 180 or above 120 mmHg.
 *
 * @param pulsePageLow beats per minute; this and less is an emergency if it lasts
 * @param pulseLow this and less wants attention if it lasts
 * @param pulseHigh this and more wants attention if it lasts
 * @param pulsePageHigh this and more is an emergency if it lasts
 * @param systolicLow mmHg; this and less is a crisis if it is measured twice
 * @param systolicHigh this and more is a crisis if it is measured twice
 * @param systolicPageHigh this and more is an emergency if it is measured twice
 * @param diastolicHigh this and more is a crisis if it is measured twice
 * @param batteryLow percent; this and less is a ticket
 * @param notWornMinutes a band that lies about so long by day wants attention
 * @param silentHours a band that says nothing so long wants attention
 * @param fixAccuracyMetres a fix that may be wrong by more says nothing about a safe zone
 * @param immobileHours whoever wears the band and takes no step for so long by day wants attention
 * @param dayBegins hour of the city's clock at which the day begins for rules that are about it
 * @param dayEnds hour at which it ends, 24 at most
 * @param baselineDeviations so many deviations from what is usual for the wearer want attention if they last
 */
public record Limits(
        int pulsePageLow,
        int pulseLow,
        int pulseHigh,
        int pulsePageHigh,
        int systolicLow,
        int systolicHigh,
        int systolicPageHigh,
        int diastolicHigh,
        int batteryLow,
        int notWornMinutes,
        int silentHours,
        int fixAccuracyMetres,
        int immobileHours,
        int dayBegins,
        int dayEnds,
        int baselineDeviations) {
    public static final Limits DEFAULT = new Limits(40, 50, 111, 131, 90, 181, 220, 121, 10, 120, 24, 500, 5, 8, 20, 4);

    /** How far a pulse must be back inside its limit before the case is over. */
    static final int HYSTERESIS_BPM = 8;

    /** A row of {@code rule_setting} over what holds where it says nothing. */
    static Limits read(ResultSet row, Limits otherwise) throws SQLException {
        return new Limits(
                value(row, "pulse_page_low", otherwise.pulsePageLow),
                value(row, "pulse_low", otherwise.pulseLow),
                value(row, "pulse_high", otherwise.pulseHigh),
                value(row, "pulse_page_high", otherwise.pulsePageHigh),
                value(row, "systolic_low", otherwise.systolicLow),
                value(row, "systolic_high", otherwise.systolicHigh),
                value(row, "systolic_page_high", otherwise.systolicPageHigh),
                value(row, "diastolic_high", otherwise.diastolicHigh),
                value(row, "battery_low", otherwise.batteryLow),
                value(row, "not_worn_minutes", otherwise.notWornMinutes),
                value(row, "silent_hours", otherwise.silentHours),
                value(row, "fix_accuracy_metres", otherwise.fixAccuracyMetres),
                value(row, "immobile_hours", otherwise.immobileHours),
                value(row, "day_begins", otherwise.dayBegins),
                value(row, "day_ends", otherwise.dayEnds),
                value(row, "baseline_deviations", otherwise.baselineDeviations));
    }

    /** Suspects whatever either of the two does. */
    Limits suspectingAlso(Limits other) {
        return new Limits(
                Math.max(pulsePageLow, other.pulsePageLow),
                Math.max(pulseLow, other.pulseLow),
                Math.min(pulseHigh, other.pulseHigh),
                Math.min(pulsePageHigh, other.pulsePageHigh),
                Math.max(systolicLow, other.systolicLow),
                Math.min(systolicHigh, other.systolicHigh),
                Math.min(systolicPageHigh, other.systolicPageHigh),
                Math.min(diastolicHigh, other.diastolicHigh),
                Math.max(batteryLow, other.batteryLow),
                Math.min(notWornMinutes, other.notWornMinutes),
                Math.min(silentHours, other.silentHours),
                Math.max(fixAccuracyMetres, other.fixAccuracyMetres),
                Math.min(immobileHours, other.immobileHours),
                Math.min(dayBegins, other.dayBegins),
                Math.max(dayEnds, other.dayEnds),
                Math.min(baselineDeviations, other.baselineDeviations));
    }

    /** Suspects also whatever is not between these two. */
    Limits withPulse(int low, int high) {
        return new Limits(
                pulsePageLow,
                Math.max(pulseLow, low),
                Math.min(pulseHigh, high),
                pulsePageHigh,
                systolicLow,
                systolicHigh,
                systolicPageHigh,
                diastolicHigh,
                batteryLow,
                notWornMinutes,
                silentHours,
                fixAccuracyMetres,
                immobileHours,
                dayBegins,
                dayEnds,
                baselineDeviations);
    }

    boolean isCrisis(int systolic, int diastolic) {
        return isHigh(systolic, diastolic) || systolic <= systolicLow;
    }

    boolean isHigh(int systolic, int diastolic) {
        return systolic >= systolicHigh || diastolic >= diastolicHigh;
    }

    /** Whether all of a span up to a time of day is within the day. */
    boolean isByDay(LocalTime now, int hours) {
        int minute = now.getHour() * 60 + now.getMinute();
        return minute >= (dayBegins + hours) * 60 && minute < dayEnds * 60;
    }

    private static int value(ResultSet row, String column, int otherwise) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? otherwise : value;
    }
}
