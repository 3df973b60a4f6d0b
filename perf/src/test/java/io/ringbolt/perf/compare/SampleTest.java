package io.ringbolt.perf.compare;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class SampleTest
{
    @Test
    void shouldTakeTheMiddleOfAnOddNumberOfValues()
    {
        assertEquals(3, new Sample(new double[]{5, 1, 3}).median());
    }

    @Test
    void shouldTakeTheMeanOfTheTwoInTheMiddleOtherwise()
    {
        assertEquals(2.5, new Sample(new double[]{4, 1, 3, 2}).median());
    }

    @Test
    void shouldInterpolateQuartiles()
    {
        final Sample sample = new Sample(new double[]{40, 10, 30, 20});

        assertEquals(17.5, sample.lowerQuartile());
        assertEquals(32.5, sample.upperQuartile());
    }

    @Test
    void shouldBeItsOnlyValue()
    {
        final Sample sample = new Sample(new double[]{7});

        assertEquals(7, sample.lowerQuartile());
        assertEquals(7, sample.median());
        assertEquals(7, sample.upperQuartile());
    }

    @Test
    void shouldRefuseToDescribeNothing()
    {
        assertThrows(IllegalArgumentException.class, () -> new Sample(new double[0]));
    }
}
